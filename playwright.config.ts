import { defineConfig } from "@playwright/test";

export default defineConfig({
  testDir: "tests/e2e",
  testMatch: "*.spec.ts",
  // A quarter of an hour of axe over every page: `npm run test:pages` (docs/plan.md says what is left there).
  testIgnore: process.env.EIOS_PAGES ? undefined : "every-page.spec.ts",
  globalSetup: "./tests/e2e/setup.ts",
  workers: 1,
  timeout: 90_000,
  expect: { timeout: 15_000 },
  use: {
    browserName: "chromium",
    launchOptions: { executablePath: process.env.CHROMIUM_PATH, args: ["--no-sandbox"] },
    trace: "retain-on-failure",
  },
});
