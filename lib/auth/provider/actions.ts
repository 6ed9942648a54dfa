"use server";

import { ownPath } from "../policy";
import { beginSignIn } from "./mutations";

/** Leads to Google from the sign-in page's form, which works without JavaScript too. */
export async function signInWithGoogle(form: FormData): Promise<void> {
  const returnTo = form.get("returnTo");
  await beginSignIn(ownPath(typeof returnTo === "string" ? returnTo : null) ?? "/dashboard");
}
