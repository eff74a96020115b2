import MiniSearch, { type SearchResult } from "minisearch";

/** A thing as the list has it: kind and datasets are places in the lists beside it; what is empty at the end is left out. */
type Row = [
  kind: number,
  address: string,
  name: string,
  others?: string[],
  title?: string,
  applicant?: string,
  start?: string,
  end?: string,
  datasets?: number[],
];

interface List {
  kinds: string[];
  datasets: string[];
  things: Row[];
}

/** A thing to be found. */
export interface Thing {
  id: number;
  kind: number;
  address: string;
  name: string;
  others: string[];
  title: string;
  applicant: string;
  start: string;
  end: string;
  datasets: string[];
}

/** What a search finds: things, the best first, the words to mark, and whether they have all of the words asked for. */
export interface Found {
  things: Thing[];
  words: string[];
  whole: boolean;
}

const WORD = /[\p{L}\p{N}]+/gu;
const PROVISION = /^(s|ss|art|reg|sch|para)(\d\p{L}*|\d[\p{L}\p{N}]*)$/u; // `s261`, `art6`
const VERSION = /^(.*\d.*)-v\d+(\.\d+)*$/i; // a version is found by its agreement
const COMMON = new Set(["a", "an", "and", "as", "at", "by", "for", "from", "in", "is", "it", "of", "on", "or", "the", "to", "with"]);
const MARKS = /\p{M}/gu;

/** Give a text in lower case without marks on its letters. */
export function fold(text: string): string {
  return text.normalize("NFKD").replace(MARKS, "").toLowerCase();
}

/** Take a text apart into words; a provision's abbreviation parts from its number, as where it is written out. */
export function words(text: string): string[] {
  return (fold(text).match(WORD) ?? []).flatMap((word) => PROVISION.exec(word)?.slice(1, 3) ?? [word]);
}

/** The things of a site, to be searched. */
export class Things {
  readonly kinds: string[];
  readonly #all: Thing[];
  readonly #index: MiniSearch<Thing>;

  private constructor(list: List) {
    this.kinds = list.kinds;
    this.#all = list.things.map(([kind, address, name, others = [], title = "", applicant = "", start = "", end = "", datasets = []], id) => ({
      id,
      kind,
      address,
      name,
      others,
      title,
      applicant,
      start,
      end,
      datasets: datasets.map((place) => list.datasets[place]!),
    }));
    this.#index = new MiniSearch<Thing>({
      fields: ["name", "others", "title", "about"],
      extractField: (thing, field) => {
        if (field === "others") return thing.others.join(" ");
        return field === "about" ? [thing.applicant, ...thing.datasets].join(" ") : String(thing[field as keyof Thing]);
      },
      tokenize: words,
      processTerm: (word) => word,
    });
  }

  /** Make things of a list that was fetched; it takes a moment, piece by piece. */
  static async of(list: List): Promise<Things> {
    const made = new Things(list);
    await made.#index.addAllAsync(made.#all, { chunkSize: 400 });
    return made;
  }

  get number(): number {
    return this.#all.length;
  }

  /** Search: things with all the words, else with words much like them, else with some of them. */
  find(text: string): Found {
    const asked = text.trim().replace(VERSION, "$1");
    const every = words(asked);
    const rare = every.filter((word) => !COMMON.has(word));
    const query = (rare.length ? rare : every).slice(0, 24).join(" ");
    if (!query) return { things: [], words: [], whole: true };
    const options = { boost: { name: 6, others: 4, title: 2 }, prefix: (_: string, place: number, all: string[]) => place === all.length - 1 };
    const tries = [
      { ...options, combineWith: "AND" as const },
      { ...options, combineWith: "AND" as const, prefix: true, fuzzy: (word: string) => (word.length > 3 ? 0.2 : false) },
      { ...options, combineWith: "OR" as const },
    ];
    for (const [place, one] of tries.entries()) {
      const found = this.#index.search(query, one);
      if (found.length) return { things: this.#ordered(found, asked), words: [...new Set(found.flatMap(({ terms }) => terms))], whole: place < 2 };
    }
    return { things: [], words: [], whole: true };
  }

  /** Order what was found: what is called just so, what is called so and more, then by score, then as the list has it. */
  #ordered(found: SearchResult[], asked: string): Thing[] {
    const key = words(asked).join(" ");
    const rank = ({ name, others }: Thing) => {
      const keys = [name, ...others].map((one) => words(one).join(" "));
      return keys.includes(key) ? 2 : Number(keys.some((one) => one.startsWith(`${key} `)));
    };
    return found
      .map(({ id, score }) => ({ thing: this.#all[id as number]!, score }))
      .map((one) => ({ ...one, rank: rank(one.thing) }))
      .sort((a, b) => b.rank - a.rank || b.score - a.score || a.thing.id - b.thing.id)
      .map(({ thing }) => thing);
  }
}
