import { fold } from "./clean";

export type Answer = "attending" | "declined" | "maybe";

const words: Record<Answer | "open" | "uninvited", string> = {
  attending:
    "yes, y, attending, attends, attended, going, coming, accepted, accepts, accept, accepts with pleasure, joyfully accepts, will attend, i ll be there, confirmed, approved, checked in, in, ja, zugesagt, zusage, kommt, nimmt teil, oui, present, presente, participe, confirme, accepte, si, asiste, asistira, confirmado, confirmada, acepta, confermato, confermata, accetta, partecipa, sim, confirma, vai, x, ✓, ✔, true",
  declined:
    "no, n, declined, declines, decline, regretfully declines, declines with regret, not going, can t go, cant go, not attending, not coming, will not attend, won t attend, out, nein, abgesagt, absage, kommt nicht, non, absent, absente, refuse, decline avec regret, no asiste, no asistira, rechaza, no puede, rifiuta, non partecipa, assente, nao, nao vai, recusa, false",
  maybe:
    "maybe, perhaps, tentative, unsure, undecided, interested, vielleicht, unsicher, peut etre, quiza, quizas, tal vez, forse, talvez",
  open: "no response, no reply, not responded, no answer, awaiting, awaiting response, awaiting reply, pending, pending approval, invited, sent, not yet, waiting, waitlist, waitlisted, open, tbd, tbc, undeliverable, keine antwort, offen, eingeladen, ausstehend, sans reponse, en attente, invite, sin respuesta, pendiente, invitado, nessuna risposta, in attesa, invitato, sem resposta, pendente, convidado, 0 response",
  uninvited:
    "not invited, uninvited, nicht eingeladen, non invite, no invitado, non invitato, nao convidado, n a, na, removed",
};

const dictionary = new Map<string, Answer | "open" | "uninvited">();
for (const [answer, list] of Object.entries(words)) {
  for (const word of list.split(", ")) dictionary.set(word, answer as Answer);
}

/** What a cell says of an answer: one, an invitation still open, no invitation; undefined for other words. */
export const answerOf = (cell: string): Answer | "open" | "uninvited" | undefined =>
  dictionary.get(fold(cell)) ?? dictionary.get(cell.trim());
