/**
 * Who may know whom. Folders import only what stands here; every npm package has one door. A type alone
 * (`import type`) may come through a package's door file or, where the table says so, from the package.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'

/** Folder (or single file) → what its files may import besides their own folder. The longest match counts. */
export const mayImport: Record<string, string[]> = {
  hardware: [],
  firmware: ['hardware'],
  displays: ['hardware/pictogram-names.ts', 'hardware/site-description.ts', 'hardware/seven-segment.ts'],
  'displays/pages': [
    'controller/api/views.ts',
    'firmware/wire/bench.ts',
    'firmware/messages.ts',
    'hardware',
    'displays',
  ],
  'controller/domain': [],
  'controller/journal': ['hardware/clock.ts'],
  'controller/bus': ['hardware/clock.ts', 'firmware', 'controller/secret.ts'],
  'controller/dossier': [
    'hardware/clock.ts',
    'hardware/chips.ts',
    'hardware/device-places.ts',
    'controller/domain',
    'controller/journal',
    'controller/bus',
    'firmware/wire',
  ],
  'controller/figures': ['hardware/clock.ts', 'controller/domain', 'controller/journal'],
  'controller/api': ['hardware', 'controller', 'firmware/messages.ts', 'firmware/wire/bench.ts'],
  'controller/stations.ts': ['hardware', 'firmware', 'controller/bus'],
  'controller/run-hall.ts': ['hardware', 'firmware', 'displays', 'controller'],
  controller: [
    'hardware',
    'firmware/messages.ts',
    'displays/board',
    'displays/slip',
    'controller/domain',
    'controller/journal',
  ],
  scripts: ['hardware', 'firmware', 'displays', 'controller'],
}

/** npm package → the files (or folders, with a slash at the end) that may import it. */
export const doors: Record<string, string[]> = {
  '@fastify/static': ['controller/api/server.ts'],
  '@fastify/swagger': ['controller/api/server.ts'],
  '@resvg/resvg-js': ['displays/slip/slip.ts'],
  aedes: ['controller/bus/hall-bus.ts'],
  ajv: ['hardware/site-validators.ts', 'controller/dossier/contract/check-message.ts'],
  'better-sqlite3': ['controller/journal/sqlite.ts'],
  epoll: ['firmware/wire/gpio.gpiochip.ts'],
  esbuild: ['displays/pages/bundle.ts', 'scripts/bundle-programs.ts'],
  'fastest-levenshtein': ['hardware/nearest.ts'],
  fastify: ['controller/api/server.ts'],
  'firmata-io': ['firmware/counter-keypad/arduino.ts'],
  'i2c-bus': ['firmware/wire/i2c.ts'],
  ioctl: ['firmware/wire/gpio.gpiochip.ts', 'firmware/wire/keys.evdev.ts'],
  'johnny-five': ['firmware/counter-keypad/arduino.ts'],
  mqtt: ['firmware/wire/mqtt-client.ts'],
  'node-thermal-printer': ['firmware/ticket-printer/escpos-job.ts'],
  onoff: ['firmware/wire/gpio.onoff.ts'],
  rpio: ['firmware/call-lamp/call-lamp.rpio-process.ts'],
  serialport: ['firmware/wire/serial.ts'],
  'spi-device': ['firmware/wire/spi.ts'],
  // A language for shapes rather than a service: the site's description and the API's.
  typebox: [
    'hardware/coded-lists.ts',
    'hardware/describe.ts',
    'hardware/description/',
    'hardware/site-description.ts',
    'controller/api/schemas.ts',
    'controller/api/hall-schema.ts',
    'controller/api/figures-schema.ts',
    'controller/dossier/contract/kinds.ts',
    'controller/dossier/contract/rules-schema.ts',
    'controller/dossier/contract/in-schemas.ts',
    'controller/dossier/contract/out-schemas.ts',
    'controller/dossier/contract/messages.ts',
  ],
  uqr: ['displays/slip/qr.ts'],
}
/** Only tests and what serves them alone. */
export const testPackages = ['uvu', 'fast-check', 'playwright-core', 'axe-core', 'jsqr', 'pngjs']
/** Only the pages, in the browser. */
export const pagePackages = ['preact', '@preact/signals', '@fontsource/be-vietnam-pro']
/** What the bundler itself makes. */
const bundled = ['pictograms:all']

export type SourceFile = { path: string; text: string }

const isTestFile = (path: string) =>
  /\.(test|test-kit|contract|sim|bench|check)\.ts$|\/(fixture|chromium)[\w-]*\.ts$/.test(path)

export function readSources(root: string): SourceFile[] {
  return ['controller', 'displays', 'firmware', 'hardware', 'scripts']
    .flatMap((folder) =>
      readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((file) =>
        join(folder, file),
      ),
    )
    .filter((path) => /\.tsx?$/.test(path))
    .map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }))
}

/** One sentence for each import that crosses the fence. */
export function violations(sources: readonly SourceFile[]): string[] {
  return sources.flatMap(({ path, text }) => {
    const from = Object.keys(mayImport)
      .filter((folder) => path === folder || path.startsWith(`${folder}/`))
      .sort((a, b) => b.length - a.length)[0]
    if (from === undefined) return [`${path} stands in no folder of the table`]
    return importsOf(text).flatMap(({ name, typeOnly }) => {
      if (name.startsWith('node:') || isTestFile(path)) return []
      return name.startsWith('.')
        ? inside(path, from, normalize(join(dirname(path), name)))
        : outside(path, packageOf(name), typeOnly)
    })
  })
}

function inside(path: string, from: string, target: string): string[] {
  const folder = from.endsWith('.ts') ? dirname(from) : from
  // A folder's own files, but not those of a narrower entry below it.
  const own = dirname(target) === folder || (target.startsWith(`${folder}/`) && folder !== 'controller')
  const allowed = own || (mayImport[from] ?? []).some((one) => target === one || target.startsWith(`${one}/`))
  return allowed ? [] : [`${path} may not import ${target}`]
}

function outside(path: string, name: string, typeOnly: boolean): string[] {
  if (bundled.includes(name))
    return path.startsWith('displays/pages/browser/') ? [] : [`${path} may not import ${name}`]
  if (pagePackages.includes(name))
    return path.startsWith('displays/pages/browser/')
      ? []
      : [`${path} may not import ${name}: only the pages`]
  if (testPackages.includes(name)) return [`${path} may not import ${name}: only tests`]
  const door = doors[name]
  if (!door) return [`${path} imports ${name}, which has no door in the table`]
  return typeOnly || door.some((one) => (one.endsWith('/') ? path.startsWith(one) : path === one))
    ? []
    : [`${path} may not import ${name}: its door is ${door.join(' or ')}`]
}

const packageOf = (name: string) =>
  name
    .split('/')
    .slice(0, name.startsWith('@') ? 2 : 1)
    .join('/')

function importsOf(text: string): { name: string; typeOnly: boolean }[] {
  const code = text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/^\s*\/\/.*$/gm, '')
  const pattern =
    /(?:^|\n)\s*(?:import|export)\s+(type\s)?[^'"]*?from\s+['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]\s*\)|(?:^|\n)\s*import\s+['"]([^'"]+)['"]/g
  return [...code.matchAll(pattern)].map(([, type, from, dynamic, bare]) => ({
    name: from ?? dynamic ?? bare ?? '',
    typeOnly: type !== undefined,
  }))
}
