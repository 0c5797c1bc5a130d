// Runs where a student's code would, and tries to read a file that was planted
// outside the box. Prints what came of it, in one word.
try {
  Deno.readTextFileSync(Deno.args[0]);
  console.log("read");
} catch {
  console.log("refused");
}
