// The CPF, Brazil's tax id of a person, as customers/rules.py judges it.

/** Whether these are the eleven digits of a CPF: both check digits hold, and it is not one digit repeated. */
export function isCpf(digits) {
  if (!/^[0-9]{11}$/.test(digits) || /^(.)\1*$/.test(digits)) return false;
  return [9, 10].every((length) => {
    let sum = 0;
    for (let place = 0; place < length; place++) sum += Number(digits[place]) * (length + 1 - place);
    return Number(digits[length]) === ((sum * 10) % 11) % 10;
  });
}

/** What a screen shows of the digits typed so far: enough to see a slip, too little to read over a shoulder. */
export function masked(digits) {
  const shown = [...digits].map((digit, place) => (place < 3 || place > 8 ? "•" : digit)).join("");
  return formatCpf(shown.padEnd(11, "_"));
}

/** `529.982.247-25`, as paper has it. */
export const formatCpf = (digits) => digits.replace(/(...)(...)(...)(..)/, "$1.$2.$3-$4");
