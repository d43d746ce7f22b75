// Fields of snapshot.json.

import { z } from 'zod'

/** Decimal digits. */
export const baseUnits = z
  .string()
  .regex(/^(?:0|[1-9][0-9]{0,90})$/)
  .transform(BigInt)

export const count = z.int().min(0)

/** 32 bytes as lower-case hex. */
export const hash = z.string().regex(/^[0-9a-f]{64}$/)
