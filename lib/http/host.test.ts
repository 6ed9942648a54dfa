import { describe, expect, it } from "vitest";
import { hostKind, isPreflight, type Way, wayOf } from "./host";

const local = { appUrl: "http://app.localhost:3000", sites: "localhost:3000" };
const hosted = { appUrl: "https://app.example.com", sites: "example.site" };
const signedIn = "theme=dark; authjs.session-token=abc";

describe("a host", () => {
  it.each([
    ["app.localhost:3000", local, { kind: "app" }],
    ["localhost:3000", local, { kind: "root" }],
    ["127.0.0.1:3000", local, { kind: "root" }],
    ["www.localhost:3000", local, { kind: "root" }],
    ["Anna-Ben.localhost:3000", local, { kind: "site", subdomain: "anna-ben" }],
    ["a.b.localhost:3000", local, { kind: "other", host: "a.b.localhost:3000" }],
    ["app.example.com", hosted, { kind: "app" }],
    ["example.com", hosted, { kind: "root" }],
    ["www.example.com", hosted, { kind: "root" }],
    ["example.site", hosted, { kind: "root" }],
    ["anna.example.site", hosted, { kind: "site", subdomain: "anna" }],
    // A site's name that looks like the app's is a site all the same: no cookie counts there.
    ["app.example.site", hosted, { kind: "site", subdomain: "app" }],
    ["anna.example.com", hosted, { kind: "other", host: "anna.example.com" }],
    ["app.example.com.evil.example", hosted, { kind: "other", host: "app.example.com.evil.example" }],
    ["wedding.example.org", hosted, { kind: "other", host: "wedding.example.org" }],
  ])("%s", (host, at, kind) => {
    expect(hostKind(host, new URL(at.appUrl).host, at.sites)).toEqual(kind);
  });
});

describe("a request for a page", () => {
  it.each<[string, string, string | null, typeof local, Way]>([
    ["app.localhost:3000", "/", null, local, { do: "redirect", to: "http://app.localhost:3000/dashboard" }],
    ["app.localhost:3000", "/dashboard", signedIn, local, { do: "pass" }],
    ["app.example.com", "/dashboard", "__Secure-authjs.session-token=abc", hosted, { do: "pass" }],
    [
      "app.localhost:3000",
      "/dashboard/projects/1?tab=guests&q=a%20b",
      "authjs.session-token=; theme=dark",
      local,
      {
        do: "redirect",
        to: "http://app.localhost:3000/auth/login?returnTo=%2Fdashboard%2Fprojects%2F1%3Ftab%3Dguests%26q%3Da%2520b",
      },
    ],
    [
      "app.example.com",
      "/admin",
      null,
      hosted,
      { do: "redirect", to: "https://app.example.com/auth/login?returnTo=%2Fadmin" },
    ],
    ["app.localhost:3000", "/dashboards", null, local, { do: "pass" }],
    ["app.localhost:3000", "/auth/login", null, local, { do: "pass" }],
    ["localhost:3000", "/", null, local, { do: "pass" }],
    [
      "localhost:3000",
      "/docs/api?a=1",
      null,
      local,
      { do: "redirect", to: "http://app.localhost:3000/docs/api?a=1" },
    ],
    [
      "localhost:3000",
      "//evil.example",
      null,
      local,
      { do: "redirect", to: "http://app.localhost:3000//evil.example" },
    ],
    ["anna.localhost:3000", "/", null, local, { do: "rewrite", to: "/public/anna" }],
    [
      "anna.localhost:3000",
      "/i/tok?lang=it",
      signedIn,
      local,
      { do: "rewrite", to: "/public/anna/i/tok?lang=it" },
    ],
    ["anna.localhost:3000", "/dashboard", null, local, { do: "rewrite", to: "/public/anna/dashboard" }],
    ["anna.localhost:3000", "/public/ben", null, local, { do: "rewrite", to: "/public/anna/public/ben" }],
    ["wedding.example.org", "/rsvp", null, hosted, { do: "rewrite", to: "/public/_/rsvp" }],
    [
      "app.localhost:3000",
      "/public/anna/i/tok?x=1",
      null,
      local,
      { do: "redirect", to: "http://anna.localhost:3000/i/tok?x=1" },
    ],
    ["example.com", "/public/anna", null, hosted, { do: "redirect", to: "https://anna.example.site/" }],
    ["app.example.com", "/public/evil.example%2F", null, hosted, { do: "rewrite", to: "/public/_" }],
    ["app.example.com", "/public/_/x", null, hosted, { do: "rewrite", to: "/public/_" }],
    ["app.example.com", "/public", null, hosted, { do: "rewrite", to: "/public/_" }],
  ])("%s%s (%s)", (host, target, cookie, at, way) => {
    const [path, search] = target.split("?");
    expect(wayOf({ host, path: path!, search: search ? `?${search}` : "", cookie }, at)).toEqual(way);
  });
});

it("a preflight is told from a page and from a call", () => {
  expect(isPreflight("OPTIONS", "/api/projects")).toBe(true);
  expect(isPreflight("GET", "/api/projects")).toBe(false);
  expect(isPreflight("OPTIONS", "/dashboard")).toBe(false);
});
