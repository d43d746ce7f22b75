/** Asks the person at the terminal. Without one, a missing answer is an error naming its flag. */
export interface Prompts {
  /** Whether somebody is there to answer. */
  readonly interactive: boolean
  /** @throws CANCELLED if the answer is no, ANSWER_NEEDED without a terminal. `--yes` answers it. */
  confirm(question: string): Promise<void>
  /** @throws ANSWER_NEEDED naming `flag` without a terminal. */
  text(question: string, flag: string, initial?: string): Promise<string>
  /** Hidden input. @throws ANSWER_NEEDED naming `flag` without a terminal. */
  secret(question: string, flag: string): Promise<string>
  /**
   * Shows a text that must stay nowhere until the person says that it is noted; then nothing of it
   * is left on the terminal. `--yes` does not answer for the person.
   * @throws CANCELLED if it was not noted, ANSWER_NEEDED naming `flag` without a terminal.
   */
  reveal(text: string, question: string, flag: string): Promise<void>
  /** @throws ANSWER_NEEDED naming `flag` without a terminal. */
  choose<T extends string>(
    question: string,
    flag: string,
    choices: readonly { value: T; name: string }[],
  ): Promise<T>
}
