// A person as their profile and the lists of members and teams show them.

interface Person {
  id: string
  username: string
  full_name: string
  location: string
  company: string
}

/** `date_joined` is the moment the list is about; email addresses are added for those who may see them. */
export const personAnswer = (person: Person, dateJoined: string) => ({
  id: person.id.replaceAll('-', ''),
  uuid: person.id,
  username: person.username,
  full_name: person.full_name,
  location: person.location,
  company: person.company,
  profile_url: '',
  date_joined: dateJoined,
  gravatar_url: '',
  gravatar_email: '',
  type: 'User',
})
