/** The modules of a built package. */

/** Those below `${folder}/${part}`, as paths from `folder`. */
export function builtModules(folder: string, part: string): string[] {
  return [...Deno.readDirSync(`${folder}/${part}`)].flatMap(({ name, isDirectory }) => {
    const path = `${part}/${name}`;
    return isDirectory ? builtModules(folder, path) : path.endsWith(".js") ? [path] : [];
  }).sort();
}
