/**
 * Puts each program that a hall runs, or those given by their sources as arguments, into one file, at the place of its
 * compiled entry: reading and joining hundreds of small files is most of a start. What has native parts stays in
 * `node_modules`; everything else in `dist/` stays as it was compiled, for tests and the other scripts.
 */
import { readFile } from 'node:fs/promises'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build, type Plugin } from 'esbuild'
import { validatorsAsCode } from '../hardware/site-validators.ts'

const root = fileURLToPath(new URL('../../', import.meta.url))

/** Processes and threads, by their source. */
export const programs = [
  'controller/main.ts',
  'controller/journal/journal-writer.ts',
  'controller/slip-drawer.ts',
  'controller/figures/earlier-thread.ts',
  'controller/figures/figures-thread.ts',
  'firmware/station-main.ts',
]

/** Each finds a native part beside itself. */
export const native = [
  'better-sqlite3',
  '@resvg/resvg-js',
  '@serialport/bindings-cpp',
  'i2c-bus',
  'spi-device',
  'epoll',
  'ioctl',
  'rpio',
]
/** What fastify would load for what nobody asks for here, and what ws would use if it were installed. */
export const unused = ['pino', 'light-my-request', 'bufferutil', 'utf-8-validate']
/** They name their own place without needing it: in a comment, and for a default that is not used here. */
const harmless = ['qlobber/lib/qlobber.js', '@fastify/swagger/lib/util/read-package-json.js']

/** `import.meta.url` goes on meaning the place of the file in which it was written. */
const places = (program: string): Plugin => ({
  name: 'places',
  setup({ onLoad }) {
    onLoad({ filter: /\.ts$/ }, async ({ path }) => {
      const place = relative(dirname(program), relative(root, path)).replace(/\.ts$/, '.js')
      const here = `new URL(${JSON.stringify(place)}, import.meta.url).href`
      return { contents: (await readFile(path, 'utf8')).replaceAll('import.meta.url', here), loader: 'ts' }
    })
  },
})

const compiledAhead: Plugin = {
  name: 'compiled ahead',
  setup({ onLoad }) {
    onLoad({ filter: /\/hardware\/site-validators\.ts$/ }, ({ path }) => ({
      contents: validatorsAsCode(),
      resolveDir: dirname(path),
    }))
  },
}

async function bundle(program: string): Promise<void> {
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: [program],
    outfile: join('dist', program.replace(/\.ts$/, '.js')),
    bundle: true,
    external: [...native, ...unused],
    platform: 'node',
    format: 'esm',
    target: 'node20',
    // Of a package with several builds the one that Node would load.
    conditions: [],
    mainFields: ['main'],
    // Packages that are CommonJS ask for Node's own modules by this.
    banner: {
      js: "import { createRequire as requireFrom } from 'node:module'; const require = requireFrom(import.meta.url);",
    },
    legalComments: 'none',
    sourcemap: true,
    sourcesContent: false,
    metafile: true,
    plugins: [compiledAhead, places(program)],
    logLevel: 'warning',
  })
  for (const path of Object.keys(metafile.inputs)) {
    if (!path.startsWith('node_modules/') || harmless.some((one) => path.endsWith(one))) continue
    if (/\b__(dirname|filename)\b/.test(await readFile(join(root, path), 'utf8')))
      throw new Error(
        `${path} looks for files beside itself: its package belongs to "native" in scripts/bundle-programs.ts`,
      )
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const wanted = process.argv.slice(2)
  await Promise.all((wanted.length > 0 ? wanted : programs).map(bundle))
}
