import { execFileSync } from 'node:child_process'
import { existsSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { projectRoot } from '../../support/capstan.ts'
import { temporaryFolder } from '../../support/home.ts'

it('the packed tarball holds what a command needs, and runs from anywhere', () => {
  const folder = temporaryFolder()
  // The scripts of packing would build again under the feet of the other tests.
  execFileSync('npm', ['pack', '--ignore-scripts', '--pack-destination', folder], {
    cwd: projectRoot,
    stdio: 'ignore',
  })
  execFileSync('tar', ['-xf', 'capstan-0.1.0.tgz'], { cwd: folder })
  const packed = join(folder, 'package')
  for (const file of [
    'oclif.manifest.json',
    'bin/package.json',
    'dist/main.cjs',
    'dist/scripts/cli/frame.cjs',
    'dist/help.txt',
    'dist/help/key/list.txt',
    'templates',
    'LICENSE',
  ]) {
    expect(existsSync(join(packed, file)), file).toBe(true)
  }
  for (const file of ['src', 'test', '.ci']) {
    expect(existsSync(join(packed, file)), file).toBe(false)
  }

  symlinkSync(join(projectRoot, 'node_modules'), join(packed, 'node_modules'))
  const printed = execFileSync(
    process.execPath,
    [join(packed, 'bin', 'run.js'), 'config', 'get', 'network'],
    {
      cwd: folder,
      env: { ...process.env, CAPSTAN_HOME: join(folder, 'home') },
      encoding: 'utf8',
    },
  )
  expect(printed).toBe('devnet\n')
})
