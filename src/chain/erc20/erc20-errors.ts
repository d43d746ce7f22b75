import { CapstanError } from '../../primitives/capstan-error.ts'

export function tokenNotErc20(token: string, call: string): CapstanError {
  return new CapstanError({
    code: 'TOKEN_NOT_ERC20',
    kind: 'refused',
    message: `The contract ${token} does not answer ${call} as an ERC-20 token does.`,
    details: { token, call },
  })
}

export function assetNotToken(asset: string, cause?: unknown): CapstanError {
  return new CapstanError({
    code: 'ASSET_NOT_A_TOKEN',
    kind: 'refused',
    message: `The asset ${asset} does not answer balanceOf as an ERC-20 token does.`,
    details: { asset },
    suggestions: ['Check target.asset and target.network in migration.yaml.'],
    cause,
  })
}
