import { defineConfig } from "vitest/config";

export default defineConfig({
  resolve: { alias: { "@": import.meta.dirname } },
  test: {
    include: ["{lib,components,db,party,inngest,scripts,tests,app}/**/*.test.{ts,tsx}"],
    exclude: ["tests/e2e/**", "node_modules/**"],
    globalSetup: ["tests/setup/assets.ts", "tests/setup/database.ts"],
    setupFiles: ["tests/setup/worker.ts"],
    // It imports "next/server" without the ending that plain Node asks for.
    server: { deps: { inline: ["next-auth"] } },
    pool: "forks",
    maxWorkers: 2,
    // The machine may be busy: only a test that hangs is to fail by time.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    // What comes in its own time is waited for as long as a busy machine may need, not for a second.
    expect: { poll: { timeout: 20_000 } },
  },
});
