import { countText } from '../../primitives/amount-text.ts'
import { textTable } from '../../primitives/text-table.ts'
import type { View } from '../../primitives/view.ts'
import type { RelayRun } from './relay.ts'
import type { RelayPass } from './relay-pass.ts'

/** What one pass or a run of many did and left open. A failure decides the exit code. */
export function relayView(run: RelayPass | RelayRun): View {
  const { relayer, sourceBlock, targetBlock, attested, released, releasedByOthers, open, failure } =
    run
  return {
    json: {
      relayer,
      ...('passes' in run && { passes: run.passes }),
      sourceBlock,
      targetBlock,
      attested,
      released,
      releasedByOthers,
      open,
      failure: failure && { code: failure.code, message: failure.message },
    },
    text: [
      `${relayer}: ${countText(attested.length, 'attestation', 'attestations')}, ${countText(released.length, 'release', 'releases')}, ${countText(open.length, 'lock is', 'locks are')} open.`,
      ...(released.length === 0
        ? []
        : [
            textTable(
              ['released', 'recipient', 'transaction'],
              released.map((one) => [one.lockId, one.recipient, one.transactionHash]),
            ),
          ]),
      ...(open.length === 0
        ? []
        : [
            textTable(
              ['open', 'state', 'waits for', 'because'],
              open.map(({ lockId, state, waitingFor, reason }) => [
                lockId,
                state,
                waitingFor ?? '',
                reason ?? '',
              ]),
            ),
          ]),
      ...(failure ? [failure.message] : []),
    ].join('\n'),
    ...(failure && { finding: failure.kind }),
  }
}
