/** Tells a process that goes on until it is stopped that somebody wants that. */
export interface Stop {
  readonly isWished: boolean
  /** Waits, but no longer than until somebody wants it to stop. */
  pause(milliseconds: number): Promise<void>
}
