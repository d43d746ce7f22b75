/** By when a transaction is to be mined: so long after it was sent, or a point in time. */
export type Deadline =
  | { readonly withinMs: number }
  /** Milliseconds since the epoch. */
  | { readonly at: number }

/** @param sentAt, and the result: milliseconds since the epoch. */
export function deadlineOf(deadline: Deadline, sentAt: number): number {
  return 'at' in deadline ? deadline.at : sentAt + deadline.withinMs
}
