/**
 * Makes the pages: one HTML file each, scripts and styles with hashed names under `assets/`, the fonts and
 * pictograms they use, and `build.json` with the build's name. Must need nothing from the network.
 */
import { createHash } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build, type Plugin } from 'esbuild'

export const pageNames = [
  'index',
  'wall',
  'check-in',
  'greeter',
  'counter',
  'manager',
  'bench',
  'phone',
] as const
export type PageName = (typeof pageNames)[number]

const titles: Record<PageName, string> = {
  index: 'Đến Lượt',
  wall: 'Màn hình chờ – Đến Lượt',
  counter: 'Quầy – Đến Lượt',
  'check-in': 'Nhận số theo lịch hẹn – Đến Lượt',
  greeter: 'Bàn hướng dẫn – Đến Lượt',
  manager: 'Số liệu trong ngày – Đến Lượt',
  bench: 'Bàn thử thiết bị – Đến Lượt',
  phone: 'Số thứ tự – Đến Lượt',
}

const root = fileURLToPath(new URL('../../../', import.meta.url))
const source = join(root, 'displays/pages/browser')
const target = join(root, 'dist/displays/pages')
const assets = join(target, 'assets')

/** The pictograms as text, so that a page colours them and asks the server for nothing. */
const pictograms: Plugin = {
  name: 'pictograms',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^pictograms:all$/ }, () => ({ path: 'all', namespace: 'pictograms' }))
    onLoad({ filter: /./, namespace: 'pictograms' }, () => {
      const folder = join(root, 'displays/pictograms')
      const entries = readdirSync(folder)
        .filter((file) => file.endsWith('.svg'))
        .map((file) => [basename(file, '.svg'), inner(readFileSync(join(folder, file), 'utf8'))])
      return { contents: JSON.stringify(Object.fromEntries(entries)), loader: 'json' }
    })
  },
}

/** What stands inside the svg element; the page writes the element itself. */
function inner(svg: string): string {
  const body = /<svg[^>]*>([\s\S]*)<\/svg>/.exec(svg)?.[1] ?? ''
  return body
    .replace(/<!--[\s\S]*?-->/g, '')
    .replace(/\s+/g, ' ')
    .trim()
}

async function bundle(entryPoints: Record<string, string>, define: Record<string, string>) {
  const result = await build({
    entryPoints,
    outdir: assets,
    bundle: true,
    minify: true,
    format: 'esm',
    target: 'es2020',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    entryNames: '[name]-[hash]',
    assetNames: '[name]-[hash]',
    publicPath: '/assets/',
    loader: { '.woff2': 'file' },
    legalComments: 'none',
    banner: { js: '/* With Preact (MIT) and pictograms from Lucide (ISC). */' },
    charset: 'utf8',
    metafile: true,
    define,
    plugins: [pictograms],
    absWorkingDir: root,
    logLevel: 'warning',
  })
  return Object.entries(result.metafile.outputs)
    .filter(([, output]) => output.entryPoint)
    .map(([file, output]) => ({
      name: basename(file).replace(/-[A-Z0-9]{8}\.js$/, ''),
      script: basename(file),
      style: output.cssBundle ? basename(output.cssBundle) : null,
    }))
}

const icon =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="7" fill="#0b2b4b"/>' +
  '<path d="M8 10h16v4a2 2 0 0 0 0 4v4H8v-4a2 2 0 0 0 0-4z" fill="#ffc93c"/></svg>'

function html(page: PageName, build: string, script: string, style: string | null): string {
  const styleLink = style ? `<link rel="stylesheet" href="/assets/${style}">\n` : ''
  return `<!doctype html>
<html lang="vi">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="build" content="${build}">
<meta name="referrer" content="no-referrer">
<title>${titles[page]}</title>
<link rel="icon" href="/assets/icon.svg" type="image/svg+xml">
${styleLink}<script type="module" src="/assets/${script}"></script>
<body class="${page}"><div id="page"></div>
<noscript>Trang này cần JavaScript.</noscript>
</body>
</html>
`
}

export async function bundlePages(): Promise<string> {
  rmSync(assets, { recursive: true, force: true })
  mkdirSync(assets, { recursive: true })
  const worker = (await bundle({ 'live-worker': join(source, 'live-worker.ts') }, {}))[0]?.script
  const made = await bundle(
    Object.fromEntries(pageNames.map((page) => [page, join(source, page, `${page}.tsx`)])),
    { LIVE_WORKER: JSON.stringify(`/assets/${worker}`) },
  )
  writeFileSync(join(assets, 'icon.svg'), icon)
  const names = made.flatMap(({ script, style }) => [script, style ?? '']).sort()
  const name = createHash('sha256').update(names.join()).digest('hex').slice(0, 12)
  for (const page of pageNames) {
    const files = made.find((one) => one.name === page)
    if (!files) throw new Error(`the page ${page} was not made`)
    writeFileSync(join(target, `${page}.html`), html(page, name, files.script, files.style))
  }
  writeFileSync(join(target, 'build.json'), `${JSON.stringify({ build: name })}\n`)
  return name
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await bundlePages()
