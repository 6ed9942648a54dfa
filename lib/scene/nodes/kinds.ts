import type { z } from "zod";
import { answer } from "./answer";
import { countdown } from "./countdown";
import { detail } from "./detail";
import { details } from "./details";
import { divider } from "./divider";
import { facts } from "./facts";
import { footer } from "./footer";
import { greeting } from "./greeting";
import { group } from "./group";
import { hero } from "./hero";
import { monogram } from "./monogram";
import { ornament } from "./ornament";
import { page } from "./page";
import { rsvp } from "./rsvp";
import { schedule } from "./schedule";
import { story } from "./story";
import { text } from "./text";
import { venue } from "./venue";

/** Every kind of node, by type. A new kind is one file and one line here. */
export const KINDS = {
  page,
  hero,
  story,
  schedule,
  venue,
  details,
  rsvp,
  divider,
  footer,
  group,
  text,
  greeting,
  facts,
  answer,
  detail,
  ornament,
  monogram,
  countdown,
};

export type NodeType = keyof typeof KINDS;
export type PropsOf<T extends NodeType> = z.infer<(typeof KINDS)[T]["props"]>;
export const nodeTypes = Object.keys(KINDS) as NodeType[];
