// @types/node names WebAssembly only as a namespace of types; this is the part used here.
declare const WebAssembly: {
  readonly Module: new (bytes: Uint8Array) => object
  readonly Instance: new (module: object) => { readonly exports: unknown }
}

/**
 * Instantiates a kernel of src/artifacts, which needs no imports. `Exports` describes what its
 * source exports: functions, `memory: { buffer }`, and constants as `{ value }`.
 */
export function instantiateWasm<Exports>(base64: string): Exports {
  const module = new WebAssembly.Module(Buffer.from(base64, 'base64'))
  return new WebAssembly.Instance(module).exports as Exports
}
