/** Asks the person at the terminal. Without a terminal, a missing answer is an error naming its flag. */
export interface Prompts {
  /** Whether somebody can answer. */
  readonly interactive: boolean
  /** @throws CANCELLED if the answer is no, ANSWER_NEEDED without a terminal. `--yes` answers it. */
  confirm(question: string): Promise<void>
  /** @throws ANSWER_NEEDED naming `flag` without a terminal. */
  text(question: string, flag: string, initial?: string): Promise<string>
  /** Hidden input. @throws ANSWER_NEEDED naming `flag` without a terminal. */
  secret(question: string, flag: string): Promise<string>
  /**
   * Shows a text that must not be stored, until the person confirms that they noted it; then removes it
   * from the terminal. `--yes` does not confirm this.
   * @throws CANCELLED if they did not note it, ANSWER_NEEDED naming `flag` without a terminal.
   */
  reveal(text: string, question: string, flag: string): Promise<void>
  /** @throws ANSWER_NEEDED naming `flag` without a terminal. */
  choose<T extends string>(
    question: string,
    flag: string,
    choices: readonly { value: T; name: string }[],
  ): Promise<T>
}
