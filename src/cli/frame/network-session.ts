import type { Chain } from '../../chain/chain.ts'
import type { NetworkProfile } from '../../chain/networks/network.ts'
import { Session, type SettingFlags } from './session.ts'

/** A session that reads chains. */
export class NetworkSession<Flags extends SettingFlags = SettingFlags> extends Session<Flags> {
  /** The profile of `--network`; a devnet that is not running is started. */
  network(): Promise<NetworkProfile> {
    return this.once('network', async () => {
      const { resolveNetwork } = await import('../../chain/networks/networks.ts')
      const { network, rpcUrls } = await this.settings()
      return resolveNetwork(this, network, rpcUrls)
    })
  }

  /** The network, connected, its chain id proved. @throws CHAIN_ID_MISMATCH; as the network does */
  chain(): Promise<Chain> {
    return this.once('chain', async () => {
      const { connectChain } = await import('../../chain/chain.ts')
      const { rpcUrls } = await this.settings()
      const given = rpcUrls.length > 0 ? { rpcUrls } : {}
      return this.#closing(
        await connectChain(await this.network(), { ...given, story: this.story }),
      )
    })
  }

  /** The chain of another network, at its own or the given endpoints. */
  async chainOf(network: string, rpcUrls: readonly string[] = []): Promise<Chain> {
    const [{ connectChain }, { resolveNetwork }] = await Promise.all([
      import('../../chain/chain.ts'),
      import('../../chain/networks/networks.ts'),
    ])
    const profile = await resolveNetwork(this, network, rpcUrls)
    return this.#closing(await connectChain(profile, { story: this.story }))
  }

  /** The chain at these endpoints, without a profile. */
  async chainAt(rpcUrls: readonly string[]): Promise<Chain> {
    const { connectEndpoints } = await import('../../chain/rpc/endpoint-network.ts')
    return this.#closing(await connectEndpoints(rpcUrls))
  }

  #closing(chain: Chain): Chain {
    this.onClose(() => chain.rpc.close())
    return chain
  }
}
