import { describe, expect, it } from "vitest";
import { appPolicy } from "./security";

const directives = (policy: string) =>
  Object.fromEntries(policy.split("; ").map((part) => [part.split(" ")[0]!, part.split(" ").slice(1)]));

describe("the policy of the app's pages", () => {
  const hosted = directives(
    appPolicy("bm9uY2U=", { appUrl: "https://app.example.com", rooms: "https://eios.example.partykit.dev" }),
  );

  it("runs scripts by nonce only, frames us nowhere, and reaches nobody but ourselves and the rooms", () => {
    expect(hosted["default-src"]).toEqual(["'none'"]);
    expect(hosted["script-src"]).toEqual(["'nonce-bm9uY2U='", "'strict-dynamic'"]);
    expect(hosted["frame-ancestors"]).toEqual(["'none'"]);
    expect(hosted["connect-src"]).toEqual([
      "'self'",
      "https://eios.example.partykit.dev",
      "wss://eios.example.partykit.dev",
    ]);
    expect(hosted["form-action"]).toEqual(["'self'"]);
    expect(hosted).toHaveProperty("upgrade-insecure-requests");
  });

  it("lets a form lead on to the issuer of a sign-in, and evaluates code only in development", () => {
    const local = directives(
      appPolicy("bm9uY2U=", {
        appUrl: "http://app.localhost:3000",
        rooms: "http://127.0.0.1:1999",
        signIn: "https://accounts.google.com/o/oauth2",
        dev: true,
      }),
    );
    expect(local["form-action"]).toEqual(["'self'", "https://accounts.google.com"]);
    expect(local["script-src"]).toContain("'unsafe-eval'");
    expect(local["connect-src"]).toContain("ws://127.0.0.1:1999");
    expect(local).not.toHaveProperty("upgrade-insecure-requests");
  });
});
