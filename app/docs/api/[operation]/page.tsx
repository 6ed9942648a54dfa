import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { OperationPage } from "@/components/docs/operation-page";
import { operationOf, refer, type Schema, serverUrl } from "@/lib/reference";

type Props = { params: Promise<{ operation: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const found = operationOf((await params).operation);
  return { title: found?.summary, description: found?.description };
}

/** One endpoint: what it takes, what it answers, how it refuses, and a form to try it. */
export default async function OperationRoute({ params }: Props) {
  const operation = operationOf((await params).operation);
  if (!operation) notFound();
  return <OperationPage operation={operation} server={serverUrl()} refer={(ref) => refer<Schema>(ref)} />;
}
