// Who did something, as a colleague would say. The API tells it by an id; names are Cognito's alone.

const PERSON = /^[0-9a-f]{8}-/; // Cognito's `sub`

/** Read everybody of the store once, for their names; where that fails, ids do. */
export async function readColleagues({ api }) {
  const people = [];
  let cursor;
  do {
    const { body } = await api.get(`/staff/people${cursor ? `?${new URLSearchParams({ cursor })}` : ""}`);
    people.push(...body.people);
    cursor = body.cursor;
  } while (cursor);
  return people;
}

export const nameOf = ({ name, email }) => name ?? email ?? "";

/** `people` are colleagues who are known by name. */
export function actor({ texts, person }, by, people = []) {
  if (by === person.subject) return texts.you;
  const known = people.find(({ person_id }) => person_id === by);
  return (known && nameOf(known)) || texts.actors[by] || (PERSON.test(by) ? texts.staff_member(by.slice(0, 4)) : by);
}
