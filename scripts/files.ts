/** The files below a folder. */

/** The files in `folder` and in the folders inside it, as paths from there, in order. */
export function filesBelow(folder: string, part = ""): string[] {
  return [...Deno.readDirSync(`${folder}/${part}`)].flatMap(({ name, isDirectory }) => {
    const path = part + name;
    return isDirectory ? filesBelow(folder, `${path}/`) : [path];
  }).sort();
}
