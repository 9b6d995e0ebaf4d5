// Requests as a page of somebody else's would bring them about, with the host and origin written in every way that has
// got past such a check somewhere.

export interface DoorVariant {
  name: string
  /** The request line's target; the path unless told otherwise. */
  target?: string
  version?: string
  /** Header lines as they are sent. */
  lines: string[]
}

// The same address for a resolver, or the same name for the eye.
const lookAlikes = [
  ...[
    '127.1',
    '127.0.1',
    '127.0.0.01',
    '0177.0.0.1',
    '017700000001',
    '0x7f.0.0.1',
    '0x7f000001',
    '2130706433',
  ],
  ...['0', '0.0.0.0', '127.0.0.2', '127.255.255.254', '127.0.0.1.', '127.0.0.1.nip.io', '10.0.0.1'],
  ...[
    '[::]',
    '[0:0:0:0:0:0:0:1]',
    '[0000::0001]',
    '[::ffff:127.0.0.1]',
    '[::ffff:7f00:1]',
    '[::1%lo]',
    '[::1%25lo]',
  ],
  ...[
    '[::1',
    '::1]',
    '[[::1]]',
    '[::1]x',
    '[fe80::1%eth0]',
    '[::1%0]',
    '[::127.0.0.1]',
    '[localhost]',
    '[127.0.0.1]',
  ],
  ...[
    'localhost.',
    'localhost..',
    '.localhost',
    'localhost.localdomain',
    'localhost.evil.example',
    'evil.localhost',
  ],
  ...['ｌocalhost', 'localhоst', 'lοcalhost', 'LOCALHOſT', 'ⓛocalhost', 'localhost\u200b', '\ufefflocalhost'],
  ...[
    'xn--lcalhost-53g',
    '１２７.0.0.1',
    '127。0。0。1',
    '①②⑦.0.0.1',
    'loc\u00adalhost',
    'local%68ost',
    'localhost%2e',
  ],
  ...[
    'local\thost',
    'local host',
    'localhost\u0001',
    'localhost\\',
    'localhost;',
    'localhost,',
    '"localhost"',
    '<localhost>',
  ],
  ...[
    'localhost/x',
    'localhost?',
    'localhost#',
    '*',
    'evil.example',
    'EVIL.EXAMPLE',
    'undefined',
    'null',
    ' ',
  ],
]

const wrongPorts = (port: number): string[] => [
  ...[
    '',
    ':',
    ':0',
    ':80',
    ':443',
    `:${port + 1}`,
    `:${port - 1}`,
    `:0${port}`,
    `:${port}0`,
    `:+${port}`,
    `:-${port}`,
  ],
  ...[
    `:${port + 65_536}`,
    `:${port}:${port}`,
    `:${port}.`,
    `:${port}x`,
    `:0x${port.toString(16)}`,
    `: ${port}`,
  ],
  ...[
    `:\t${port}`,
    `:${port}%20`,
    `:${port},`,
    `:${port}/`,
    `:${[...String(port)].map((digit) => String.fromCodePoint(0xff10 + Number(digit))).join('')}`,
  ],
]

const hosts = (port: number): string[] => [
  ...lookAlikes.map((name) => `${name}:${port}`),
  ...['localhost', '127.0.0.1', '[::1]'].flatMap((name) => wrongPorts(port).map((wrong) => name + wrong)),
  ...['localhost', '127.0.0.1'].flatMap((name) => [
    `user@${name}:${port}`,
    `${name}:${port}@evil.example`,
    `evil.example@${name}:${port}`,
    `http://${name}:${port}`,
    `${name}:${port} evil.example`,
    `${name}:${port}, evil.example`,
    `evil.example, ${name}:${port}`,
  ]),
]

const origins = (port: number): string[] => [
  ...[
    'null',
    'NULL',
    '',
    '*',
    'about:blank',
    'file://',
    'data:',
    'blob:null',
    'chrome-extension://abcdefgh',
    'app://.',
  ],
  ...[
    'localhost',
    `localhost:${port}`,
    `//localhost:${port}`,
    `ws://localhost:${port}`,
    `ftp://localhost:${port}`,
  ],
  ...[
    'http://localhost',
    `http://localhost:${port + 1}`,
    `http://localhost:0${port}`,
    `http://localhost:${port}/`,
  ],
  ...[
    `http://LOCALHOST:${port}`,
    `HTTP://localhost:${port}`,
    `http://localhost.:${port}`,
    `http:///localhost:${port}`,
  ],
  ...[
    `http://127.0.0.1:${port}`,
    `https://127.0.0.1:${port}`,
    `http://[::1]:${port}`,
    `http://0.0.0.0:${port}`,
  ],
  ...[`http://user@localhost:${port}`, `http://localhost:${port}@evil.example`, `http://localhost:${port}#`],
  ...[
    `http://localhost:${port}.evil.example`,
    `http://evil.localhost:${port}`,
    `http://evil.example:${port}`,
  ],
  ...[`http://localhost:${port}, http://evil.example`, `http://evil.example, http://localhost:${port}`],
  ...[`http://localhost:${port} http://evil.example`, `http://localhost:${port}\thttp://evil.example`],
  ...[`http://localhоst:${port}`, `http://2130706433:${port}`, 'https://evil.example', 'http://evil.example'],
]

const sites = [
  ...[
    'cross-site',
    'same-site',
    'CROSS-SITE',
    'Same-Origin',
    'NONE',
    '',
    'cross-site, same-origin',
    'none;x',
  ],
  ...['same-origin, none', 'same-origin;', '"none"', 'same_origin', 'none\tnone', '?1', 'navigate', 'null'],
]

/** None of them may get in. `good`: the host that would. */
export function doorVariants(port: number, path: string): DoorVariant[] {
  const good = `localhost:${port}`
  const host = `Host: ${good}`
  const evil = 'Host: evil.example'
  const target = (name: string) => `http://${name}${path}`
  const lines: Record<string, string[]> = {
    'no host': [],
    'two hosts, ours first': [host, evil],
    'two hosts, ours last': [evil, host],
    'twice ours': [host, host],
    'a space before the colon': [`Host : ${good}`],
    'a folded line': [`Host: evil.example`, `\t${good}`],
    'a folded line after ours': [host, ' .evil.example'],
    'a host in another header': [`X-Forwarded-Host: ${good}`, `Forwarded: host=${good}`],
    'another host in another case': [`HOST: ${good}`, 'hOsT: evil.example'],
    'two origins, ours first': [host, `Origin: http://${good}`, 'Origin: http://evil.example'],
    'two origins, ours last': [host, 'Origin: http://evil.example', `Origin: http://${good}`],
    'two sites, ours first': [host, 'Sec-Fetch-Site: same-origin', 'Sec-Fetch-Site: cross-site'],
    'two sites, ours last': [host, 'Sec-Fetch-Site: cross-site', 'Sec-Fetch-Site: same-origin'],
    'our origin from another site': [host, `Origin: http://${good}`, 'Sec-Fetch-Site: cross-site'],
    'our site with another origin': [host, 'Origin: http://evil.example', 'Sec-Fetch-Site: same-origin'],
  }
  const targets = [
    'evil.example',
    `evil.example:${port}`,
    `${good}@evil.example`,
    `localhost.:${port}`,
  ].concat([
    `0.0.0.0:${port}`,
    `2130706433:${port}.evil.example`,
    'localhost',
    `localhost:${port + 1}`,
    '[::]',
  ])
  return [
    ...hosts(port).map((text) => ({ name: `host ${text}`, lines: [`Host: ${text}`] })),
    ...origins(port).map((text) => ({ name: `origin ${text}`, lines: [host, `Origin: ${text}`] })),
    ...sites.map((text) => ({ name: `site ${text}`, lines: [host, `Sec-Fetch-Site: ${text}`] })),
    ...Object.entries(lines).map(([name, sent]) => ({ name, lines: sent })),
    ...targets.flatMap((name) => [
      { name: `target ${name}`, target: target(name), lines: [host] },
      { name: `target ${name}, and so the host`, target: target(name), lines: [`Host: ${name}`] },
    ]),
    { name: 'HTTP/1.0 without a host', version: '1.0', lines: [] },
    { name: 'HTTP/1.0 with another host', version: '1.0', lines: [evil] },
    { name: 'our target, another host', target: target(good), lines: [evil] },
    { name: 'our target, no host', target: target(good), lines: [] },
  ]
}
