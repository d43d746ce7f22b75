/** The asset id of BTM: 32 bytes ff. */
export const BTM_ASSET_ID = 'f'.repeat(64)

/** BTM's; those of other assets are not on the chain. Its base unit is the neu. */
export const BTM_DECIMALS = 8
