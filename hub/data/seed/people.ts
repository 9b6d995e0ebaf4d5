// The people of the demo.

export interface SeedPerson {
  username: string
  fullName: string
  location: string
  /** Who this is, for whoever reads the command line's list of passwords. */
  part: string
  joinedDaysAgo: number
  secondFactor?: true
}

/** The demo signs in as this person. */
export const demoOwner = 'robinhale'
/** Has a personal access token, printed with the passwords. */
export const personalTokenOwner = 'miravance'
/** A person on paper: a pipeline signs in as it. */
export const robot = 'meadowlarkci'
/** Made tokens as an owner and has left since. */
export const formerOwner = 'ingridsolheim'

export const people: readonly SeedPerson[] = [
  { username: demoOwner, fullName: 'Robin Hale', location: 'Bristol', part: 'owner', joinedDaysAgo: 1480 },
  {
    username: personalTokenOwner,
    fullName: 'Mira Vance',
    location: 'Antwerp',
    part: 'owner',
    joinedDaysAgo: 1310,
  },
  {
    username: 'danieloduya',
    fullName: 'Daniel Oduya',
    location: 'Lagos',
    part: 'owner, with a second factor',
    joinedDaysAgo: 905,
    secondFactor: true,
  },
  {
    username: 'tomasreyes',
    fullName: 'Tomás Reyes',
    location: 'Valparaíso',
    part: 'editor',
    joinedDaysAgo: 640,
  },
  { username: 'leahpark', fullName: 'Leah Park', location: 'Busan', part: 'member', joinedDaysAgo: 388 },
  {
    username: formerOwner,
    fullName: 'Ingrid Solheim',
    location: 'Bergen',
    part: 'left both organizations',
    joinedDaysAgo: 1495,
  },
  { username: robot, fullName: '', location: '', part: 'member, really a pipeline', joinedDaysAgo: 1120 },
]
