// Runs a TypeScript file in this process: node scripts/stack/run.mjs scripts/up.ts [arguments]
// Plain JavaScript that any Node reads, so that one too old is told so in a sentence instead of a stack trace.
// biome-ignore-all lint/style/useTemplate: an old Node must be able to read this file.
var wanted = [20, 12];
var have = process.versions.node.split(".").map(Number);
if (have[0] < wanted[0] || (have[0] === wanted[0] && have[1] < wanted[1])) {
  console.error(
    "EIOS needs Node " +
      wanted.join(".") +
      " or newer, and this is " +
      process.versions.node +
      ": install a newer one from https://nodejs.org and run this again.",
  );
  process.exit(1);
}
var target = new URL(process.argv[2], "file://" + process.cwd().replace(/\\/g, "/") + "/").href;
process.argv.splice(1, 2, decodeURIComponent(new URL(target).pathname));
import("tsx/esm/api")
  .then((tsx) => {
    tsx.register();
    return import(target);
  })
  .catch((error) => {
    if (error && error.code === "ERR_MODULE_NOT_FOUND" && /tsx/.test(error.message)) {
      console.error("The packages are not installed: run npm ci first.");
    } else {
      console.error(error);
    }
    process.exit(1);
  });
