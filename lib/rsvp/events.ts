/** An answer was saved: the first one, or a change. Its revision says which; the state is read anew. */
export const submissionSaved = "rsvp/submission.saved";

export type SubmissionSaved = {
  organizationId: string;
  projectId: string;
  submissionId: string;
  inviteId: string;
  revision: number;
};
