/** Prints all of a text; a reader that has seen enough, such as `head`, is no failure. */
export async function print(text: string): Promise<void> {
  try {
    let rest = new TextEncoder().encode(text);
    while (rest.length > 0) rest = rest.subarray(await Deno.stdout.write(rest));
  } catch (error) {
    if (!(error instanceof Deno.errors.BrokenPipe)) throw error;
  }
}
