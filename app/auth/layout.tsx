import type { Metadata } from "next";
import { cookies } from "next/headers";
import type { ReactNode } from "react";
import { Frame } from "@/components/auth/frame";
import { themeCookie, themeOf } from "@/components/shell/theme-of";

// The mail's link has its token in the address: it is told to nobody, and found by nobody.
export const metadata: Metadata = { referrer: "no-referrer", robots: { index: false } };

/** Around the pages of signing in. */
export default async function AuthLayout({ children }: { children: ReactNode }) {
  return <Frame theme={themeOf((await cookies()).get(themeCookie)?.value)}>{children}</Frame>;
}
