/** A time of a chain as people and scripts read it: ISO 8601, UTC. */
export function instant(unixSeconds: number | bigint): string {
  return new Date(Number(unixSeconds) * 1000).toISOString().replace('.000Z', 'Z')
}
