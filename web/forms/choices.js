// The values that fields of the estate document take, or usually take, with their words.

import { format_code } from '../lib/format.js';

/** @param {string[]} codes @returns {[string, string][]} */
const in_words = (codes) => codes.map((code) => [code, format_code(code)]);

export const service_choices = in_words(['telephony', 'contact_centre', 'mobile', 'networks', 'broadband', 'lines', 'video_meeting', 'non_geographic_numbers', 'switchboard', 'radio', 'paging', 'security', 'other']);
export const technology_choices = in_words(['pstn', 'isdn2', 'isdn30', 'sip_trunk', 'hosted_voip', 'sogea', 'fttp', 'fttc', 'adsl', 'leased_line', 'mobile', 'unknown']);
export const purpose_choices = in_words(['voice', 'fax', 'lift', 'alarm', 'payment', 'door_entry', 'telecare', 'nurse_call', 'broadband']);
export const measure_choices = in_words(['lines', 'channels', 'trunks', 'extensions', 'users', 'licences', 'agents', 'devices', 'numbers', 'calls']);
export const platform_kind_choices = in_words(['pbx', 'contact_centre', 'voip', 'video_meeting', 'call_recording', 'firewall', 'router', 'switch', 'cms']);
export const hosting_choices = in_words(['cloud', 'on_premises', 'hosted', 'hybrid']);
export const class_choices = in_words(['geographic', 'non_geographic', 'freephone', 'mobile', 'premium_rate']);
export const number_status_choices = in_words(['in_use', 'spare', 'ceased', 'ported_out']);
export const role_choices = in_words(['technical_lead', 'financial_decision_maker', 'contract_owner', 'service_owner']);
export const usage_choices = in_words(['inbound_calls', 'outbound_calls', 'call_minutes', 'data']);
