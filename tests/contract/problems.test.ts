import { expect, it } from "vitest";
import { AppError, problemBody, problems } from "@/lib/http/problem";
import words from "@/messages/en/problems.json";

it("every code has a page's words, and no words are left over", () => {
  expect(Object.keys(words.codes).sort()).toEqual(Object.keys(problems).sort());
});

it("a problem's own members never replace those of the standard", () => {
  const error = new AppError("conflict", { meta: { status: "queued", code: "mine", answers: 3 } });
  expect(problemBody(error, "request-1", "https://app.example.com")).toMatchObject({
    status: 409,
    code: "conflict",
    answers: 3,
  });
});
