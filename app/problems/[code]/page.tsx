import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { ProblemPage } from "@/components/docs/problem-page";
import { type ProblemCode, problems } from "@/lib/http/problem";

type Props = { params: Promise<{ code: string }> };

const known = (code: string): code is ProblemCode => Object.hasOwn(problems, code);

export const generateStaticParams = () => Object.keys(problems).map((code) => ({ code }));

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { code } = await params;
  return { title: known(code) ? problems[code][1] : undefined };
}

/** Where a problem's `type` leads: what its code means, and what to do. */
export default async function Problem({ params }: Props) {
  const { code } = await params;
  if (!known(code)) notFound();
  const [status, title] = problems[code];
  return (
    <ProblemPage code={code} status={status} title={title} codes={Object.keys(problems) as ProblemCode[]} />
  );
}
