import { type DemoContext, loadDemo } from "../demo";

// Run as a child with the app's environment: scripts/stack/demo.ts '{"port": …}'
await loadDemo(JSON.parse(process.argv[2] ?? "") as DemoContext);
