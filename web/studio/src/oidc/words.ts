// SPDX-License-Identifier: Apache-2.0
// The few words of the provider's button; they come with the sign-in page.
import type {Language} from '../language.ts';

interface ProviderWords { button: string; unknown: string; failed: string }
export const providerWords: {readonly [language in Language]: ProviderWords} = {
  en: {button: 'Sign in with {name}', unknown: '{name} knows you, but nobody with your address is known here. Tell whoever runs this installation.', failed: 'The sign-in with {name} did not come to an end. Try again.'},
  de: {button: 'Anmelden mit {name}', unknown: '{name} kennt Sie, aber hier ist niemand mit Ihrer Adresse bekannt. Sagen Sie es denen, die diese Installation betreiben.', failed: 'Die Anmeldung mit {name} kam nicht zum Ende. Versuchen Sie es noch einmal.'},
  fr: {button: 'Se connecter avec {name}', unknown: '{name} vous connaît, mais personne avec votre adresse n\'est connu ici. Prévenez qui gère cette installation.', failed: 'La connexion avec {name} n\'a pas abouti. Réessayez.'},
  es: {button: 'Acceder con {name}', unknown: '{name} le conoce, pero aquí no hay nadie con su dirección. Avise a quien gestiona esta instalación.', failed: 'El acceso con {name} no terminó. Inténtelo de nuevo.'},
  ar: {button: 'الدخول عبر {name}', unknown: 'يعرفك {name}، لكن لا أحد بعنوانك معروف هنا. أخبر من يدير هذا التثبيت.', failed: 'لم يكتمل الدخول عبر {name}. حاول ثانية.'},
};
