/** Tells a long-running process that it should stop. */
export interface Stop {
  readonly isWished: boolean
  /** Waits, but returns early on a request to stop. */
  pause(milliseconds: number): Promise<void>
}
