/** ISO 639-3 (and 639-2/B) codes of the languages told here, to BCP-47 primary subtags. */
export const iso6393: Readonly<Record<string, string>> = Object.fromEntries(
  (
    'afr:af amh:am ara:ar arb:ar asm:as ast:ast aze:az bel:be ben:bn bod:bo bos:bs bre:br bul:bg cat:ca ceb:ceb ces:cs cze:cs ' +
    'ckb:ckb cmn:zh chi:zh cym:cy wel:cy dan:da deu:de ger:de div:dv ell:el gre:el eng:en epo:eo est:et eus:eu baq:eu fao:fo ' +
    'fas:fa per:fa fil:tl fin:fi fra:fr fre:fr fry:fy gla:gd gle:ga glg:gl guj:gu hat:ht hau:ha heb:he hin:hi hrv:hr hsb:hsb ' +
    'hun:hu hye:hy arm:hy ilo:ilo ind:id isl:is ice:is ita:it jav:jv jpn:ja kan:kn kat:ka geo:ka kaz:kk khm:km kin:rw kir:ky ' +
    'kor:ko kur:ku lao:lo lat:la lav:lv lit:lt ltz:lb mal:ml mar:mr mkd:mk mac:mk mlg:mg mlt:mt mon:mn msa:ms may:ms zsm:ms ' +
    'mya:my bur:my nep:ne nld:nl dut:nl nno:nn nob:nb nor:no oci:oc ori:or pan:pa pes:fa pol:pl por:pt pus:ps ron:ro rum:ro ' +
    'rus:ru sin:si slk:sk slo:sk slv:sl sna:sn snd:sd som:so sot:st spa:es sqi:sq alb:sq srp:sr sun:su swa:sw swe:sv tam:ta ' +
    'tat:tt tel:te tgk:tg tgl:tl tha:th tir:ti tsn:tn tuk:tk tur:tr uig:ug ukr:uk urd:ur uzb:uz vie:vi war:war xho:xh ' +
    'yid:yi yor:yo zho:zh zul:zu'
  )
    .split(' ')
    .flatMap((pair) => {
      const [three, tag] = pair.split(':');
      return three === undefined || tag === undefined ? [] : [[three, tag] as const];
    }),
);
