/** Letters that often stand together: a literal is better known by others. */

/** Threes that English, its neighbours, and programs are full of (counted over documentation and source). */
export const FREQUENT_THREES: ReadonlySet<string> = new Set(
  (
    'abl acc ace act ado age all ame and ans are art ase ate ati aul ber ble cco ces cha che com con cop cor ' +
    'cou cre cti dat def den der die din don ead ecr ect ede efi ein end ens ent ere err ers erv ess est eth ' +
    'etu eve exp ext fin for fro fth fun hat her hes his ial ice ich ill imp inc ind ine ing ink int ion ist ' +
    'ith its ive ken key lea les lic lin mat mbe men mes mpo nam nct nde ned nex nly not now nse nst nte nth ' +
    'nti num ode oft oke one onl ons ont ope ord ore ork orm ort oth oun our out own par per pla por pri pro ' +
    'que rea red res ret rin rma rom ror row rro rvi sch sec ser sta sth str tat ted ter tes tex tha the thi ' +
    'tia tio tok tor tri tur typ ult unc und ung unt urn use val ver vic was wit wor xpo you ype'
  ).split(' '),
)
