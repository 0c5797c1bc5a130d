/** A line of a file, and where it lies. */
export interface Line {
  text: string;
  /** In bytes. */
  offset: number;
  /** In bytes, without its end. */
  length: number;
  /** False if the file ends before the line does. */
  whole: boolean;
}

const NEWLINE = 10;

/** The lines of a file from its beginning, one in memory at a time. */
export async function* readLines(file: Deno.FsFile): AsyncGenerator<Line> {
  await file.seek(0, Deno.SeekMode.Start);
  const chunk = new Uint8Array(64 * 1024);
  let rest = new Uint8Array();
  let offset = 0;
  for (;;) {
    const read = await file.read(chunk);
    if (read === null) break;
    const bytes = new Uint8Array(rest.length + read);
    bytes.set(rest);
    bytes.set(chunk.subarray(0, read), rest.length);
    let start = 0;
    // What was there before holds no end of a line.
    for (let from = rest.length;;) {
      const end = bytes.indexOf(NEWLINE, from);
      if (end === -1) break;
      yield lineOf(bytes.subarray(start, end), offset + start, true);
      from = start = end + 1;
    }
    rest = bytes.slice(start);
    offset += start;
  }
  if (rest.length > 0) yield lineOf(rest, offset, false);
}

function lineOf(bytes: Uint8Array, offset: number, whole: boolean): Line {
  return {
    text: new TextDecoder().decode(bytes),
    offset,
    length: bytes.length,
    whole,
  };
}
