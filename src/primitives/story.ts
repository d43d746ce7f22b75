/** One step of a longer operation, as it is shown while it runs. */
export interface Task {
  readonly title: string
  /** `update` replaces the line of detail below the title. */
  run(update: (detail: string) => void): Promise<void>
}

/** Tells a person on stderr what is happening. Operations talk to this, never to a stream. */
export interface Story {
  note(text: string): void
  /** Also collected into `warnings` of the JSON envelope. */
  warn(text: string): void
  /** Runs the tasks in order, live on a terminal, as plain lines elsewhere; stops at the first failure. */
  tasks(tasks: readonly Task[]): Promise<void>
}
