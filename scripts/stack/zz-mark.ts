import { bundleServer } from "../build";
import { markBuilt, sourceHash } from "./sources";

await bundleServer();
const t = Date.now();
const h = sourceHash(process.cwd());
console.log("hash ms", Date.now() - t);
markBuilt(process.cwd(), h);
