import { CapstanError } from '../../primitives/capstan-error.ts'
import type { Stop } from '../../primitives/stop.ts'
import { type RelayPass, relayPass } from './relay-pass.ts'
import type { RelayTools } from './relay-tools.ts'

/** What a relayer did until it was stopped; `open` is as of the last pass. */
export interface RelayRun extends RelayPass {
  readonly passes: number
}

/**
 * Repeats passes until it is stopped. A node that does not answer, or a release that is not yet
 * final, is tried again; every other error ends the run.
 * @throws as `relayPass` does, except errors of kind `network`
 */
export async function keepRelaying(
  tools: RelayTools,
  { stop, intervalSeconds }: { stop: Stop; intervalSeconds: number },
): Promise<RelayRun> {
  const { story, signer } = tools
  let run = { ...emptyPass(signer.address), passes: 0 }
  while (!stop.isWished) {
    const pass = await oneOfMany(tools)
    if (pass) {
      run = {
        ...pass,
        attested: [...run.attested, ...pass.attested],
        released: [...run.released, ...pass.released],
        releasedByOthers: [...run.releasedByOthers, ...pass.releasedByOthers],
        passes: run.passes + 1,
      }
      if (pass.failure) story.warn(pass.failure.message)
    }
    if (!stop.isWished) await stop.pause(intervalSeconds * 1000)
  }
  return run
}

/** Undefined after a network error; the next pass tries again. */
async function oneOfMany(tools: RelayTools): Promise<RelayPass | undefined> {
  try {
    return await relayPass(tools)
  } catch (error) {
    if (!(error instanceof CapstanError) || error.kind !== 'network') throw error
    tools.story.warn(error.message)
    return undefined
  }
}

function emptyPass(relayer: string): RelayPass {
  return {
    relayer,
    sourceBlock: null,
    targetBlock: null,
    attested: [],
    released: [],
    releasedByOthers: [],
    open: [],
    failure: null,
  }
}
