/** Some megabytes at most. */
const REMEMBERED = 20_000;

/**
 * A pure function of a time and a zone that knows its last answers: the same few times of day on the same days are asked
 * for again with every change of a series, and each answer takes many times as long to find out as to look up.
 */
export function remembering<A>(find: (time: string, zone: string) => A): (time: string, zone: string) => A {
  const known = new Map<string, A>();
  return (time, zone) => {
    const question = `${time} ${zone}`;
    let answer = known.get(question);
    if (answer === undefined) {
      answer = find(time, zone);
      if (known.size >= REMEMBERED) known.clear();
      known.set(question, answer);
    }
    return answer;
  };
}
