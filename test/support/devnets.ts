import { onTestFinished } from 'vitest'
import { stopDevnet } from '../../src/chain/devnet/devnet.ts'
import { type DevnetHost, devnetUrl } from '../../src/chain/devnet/devnet-host.ts'
import { devnetProcesses } from '../../src/chain/devnet/devnet-process.ts'
import { devnetFolder, devnetNames } from '../../src/chain/devnet/devnet-record.ts'
import { JsonRpcEndpoint } from '../../src/chain/rpc/json-rpc.ts'
import { projectRoot } from './capstan.ts'
import { temporaryFolder } from './home.ts'

export interface TestDevnetHost extends DevnetHost {
  readonly notes: string[]
}

/** A home of this test's own, whose devnets end with the test. */
export function devnetHost(environment: DevnetHost['environment'] = process.env): TestDevnetHost {
  const home = temporaryFolder()
  onTestFinished(() => stopDevnets(home))
  const notes: string[] = []
  return {
    home,
    packageRoot: projectRoot,
    environment,
    story: { note: (text) => notes.push(text) },
    notes,
  }
}

/** Ends every node of a home, also one that nobody wrote down. */
export async function stopDevnets(home: string): Promise<void> {
  for (const name of new Set(['main', ...(await devnetNames(home))])) await stopDevnet(home, name)
}

/** Process ids of the nodes of a devnet, counted from outside. */
export async function nodesOf(home: string, name = 'main'): Promise<number[]> {
  return devnetProcesses((await devnetFolder(home, name)).stateFile)
}

/** One request, straight to the node. */
export async function ask<T>(
  devnet: { readonly port: number },
  method: string,
  params: readonly unknown[] = [],
): Promise<T> {
  const endpoint = new JsonRpcEndpoint(devnetUrl(devnet))
  return (endpoint.ask({ method, params }) as Promise<T>).finally(() => endpoint.close())
}
