// Confusables missing from UTS 39, which compares single letters in one clear font: shapes that
// readers confuse in a chat line at its size.
#pragma once

namespace moonroom::name_table {

struct Twin {
  const char32_t* text;
  const char32_t* looks_like;
};

/// `looks_like` must not be mapped any further.
constexpr Twin kNearTwins[] = {
    // A letter that looks like two.
    {U"w", U"vv"},
    {U"d", U"cl"},
    // Kra, to which UTS 39 maps Greek and Cyrillic letters.
    {U"ĸ", U"k"},
    // Han characters that differ by the length or position of a stroke.
    {U"已", U"己"},
    {U"巳", U"己"},
    {U"末", U"未"},
    {U"士", U"土"},
    {U"曰", U"日"},
    {U"戌", U"戊"},
    {U"戍", U"戊"},
    {U"夭", U"天"},
    {U"入", U"人"},
    {U"于", U"干"},
    {U"千", U"干"},
    {U"菅", U"管"},
    {U"埋", U"理"},
    {U"糸", U"系"},
    {U"囗", U"口"},
};

}  // namespace moonroom::name_table
