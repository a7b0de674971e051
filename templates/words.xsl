<?xml version="1.0" encoding="UTF-8"?>
<!-- What all readable forms share, whatever they are written in: fixed words,
     the audit's own words, numbers, dates, and how a verdict looks. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:s="urn:auditor:strings:1" xmlns:b="urn:auditor:brand:1"
    exclude-result-prefixes="s b">

  <xsl:param name="lang" select="'en'"/>

  <!-- The dress of an organisation: words and colours, never what was signed. -->
  <xsl:param name="brand-logo" select="''"/>
  <xsl:param name="brand-sha256" select="''"/>
  <xsl:variable name="brand" select="document('brand.xml')/b:brand"/>
  <xsl:variable name="organisation" select="normalize-space($brand/b:organisation/*[local-name() = $lang])"/>
  <xsl:variable name="accent"><xsl:value-of select="$brand/b:colours/@accent"/><xsl:if test="not($brand/b:colours/@accent)">#1E3A5F</xsl:if></xsl:variable>
  <xsl:variable name="ink"><xsl:value-of select="$brand/b:colours/@ink"/><xsl:if test="not($brand/b:colours/@ink)">#1F2937</xsl:if></xsl:variable>
  <xsl:variable name="good"><xsl:value-of select="$brand/b:colours/@good"/><xsl:if test="not($brand/b:colours/@good)">#15693B</xsl:if></xsl:variable>
  <xsl:variable name="caution"><xsl:value-of select="$brand/b:colours/@caution"/><xsl:if test="not($brand/b:colours/@caution)">#B45309</xsl:if></xsl:variable>
  <xsl:variable name="bad"><xsl:value-of select="$brand/b:colours/@bad"/><xsl:if test="not($brand/b:colours/@bad)">#A11D33</xsl:if></xsl:variable>

  <!-- Its words above and below the pages, always under its name. -->
  <xsl:template name="brand-words">
    <xsl:param name="texts"/>
    <xsl:variable name="words" select="normalize-space($texts[local-name() = $lang])"/>
    <xsl:value-of select="$organisation"/>
    <xsl:if test="$organisation != '' and $words != ''"> · </xsl:if>
    <xsl:value-of select="$words"/>
  </xsl:template>

  <xsl:variable name="S" select="document('strings.xml')/s:strings/s:s/s:t[@xml:lang = $lang]"/>

  <xsl:decimal-format name="en" decimal-separator="." grouping-separator=","/>
  <xsl:decimal-format name="fr" decimal-separator="," grouping-separator="&#x202F;"/>

  <!-- A colon is preceded by a no-break space in French only. -->
  <xsl:variable name="colon">
    <xsl:choose>
      <xsl:when test="$lang = 'fr'">&#xA0;:</xsl:when>
      <xsl:otherwise>:</xsl:otherwise>
    </xsl:choose>
  </xsl:variable>

  <!-- A word of strings.xml. -->
  <xsl:template name="say">
    <xsl:param name="id"/>
    <xsl:value-of select="$S[../@id = $id]"/>
  </xsl:template>

  <!-- The audit's own words, in the document's language where it gives both. -->
  <xsl:template name="word">
    <xsl:param name="text"/>
    <xsl:variable name="term" select="/*/*[local-name() = 'terms']/*[* = string($text)][1]"/>
    <xsl:choose>
      <xsl:when test="$term"><xsl:value-of select="$term/*[@xml:lang = $lang]"/></xsl:when>
      <xsl:otherwise><xsl:value-of select="$text"/></xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <!-- Words of the data in the document's language: elements with xml:lang. -->
  <xsl:template name="in-language">
    <xsl:param name="texts"/>
    <xsl:value-of select="normalize-space($texts[@xml:lang = $lang])"/>
  </xsl:template>

  <!-- What a rule says of what it saw: the values in it are those of the data,
       and here they stand in a sentence. -->
  <xsl:template name="message">
    <xsl:param name="texts"/>
    <xsl:call-template name="prose">
      <xsl:with-param name="text" select="normalize-space($texts[@xml:lang = $lang])"/>
    </xsl:call-template>
  </xsl:template>

  <!-- The words of a text, one after the other. -->
  <xsl:template name="prose">
    <xsl:param name="text"/>
    <xsl:variable name="word" select="substring-before(concat($text, ' '), ' ')"/>
    <xsl:variable name="last" select="substring($word, string-length($word))"/>
    <xsl:variable name="stop" select="$last != '' and contains('.,;:)', $last)"/>
    <xsl:variable name="core" select="substring($word, 1, string-length($word) - $stop)"/>
    <xsl:call-template name="prose-value"><xsl:with-param name="value" select="$core"/></xsl:call-template>
    <xsl:if test="$stop"><xsl:value-of select="$last"/></xsl:if>
    <xsl:if test="contains($text, ' ')">
      <xsl:text> </xsl:text>
      <xsl:call-template name="prose">
        <xsl:with-param name="text" select="substring-after($text, ' ')"/>
      </xsl:call-template>
    </xsl:if>
  </xsl:template>

  <!-- A day, or a share such as 0.94; a version or a name stays as it is. -->
  <xsl:template name="prose-value">
    <xsl:param name="value"/>
    <xsl:choose>
      <xsl:when test="translate($value, '0123456789', '##########') = '####-##-##'">
        <xsl:call-template name="date"><xsl:with-param name="value" select="$value"/></xsl:call-template>
      </xsl:when>
      <xsl:when test="$lang = 'fr' and starts-with($value, '0.') and $value != '0.'
          and translate(substring($value, 3), '0123456789', '') = ''">
        <xsl:value-of select="translate($value, '.', ',')"/>
      </xsl:when>
      <xsl:otherwise><xsl:value-of select="$value"/></xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <!-- Verdicts and outcomes: colour, symbol and word. -->
  <xsl:template name="colour-of">
    <xsl:param name="value"/>
    <xsl:choose>
      <xsl:when test="$value = 'fit' or $value = 'pass' or $value = 'yes'"><xsl:value-of select="$good"/></xsl:when>
      <xsl:when test="$value = 'conditional' or $value = 'waived' or $value = 'attested'
          or $value = 'undecided'"><xsl:value-of select="$caution"/></xsl:when>
      <xsl:when test="$value = 'not-fit' or $value = 'fail' or $value = 'no'"><xsl:value-of select="$bad"/></xsl:when>
      <xsl:otherwise>#4B5563</xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <xsl:template name="symbol-of">
    <xsl:param name="value"/>
    <xsl:choose>
      <xsl:when test="$value = 'fit' or $value = 'pass' or $value = 'yes'">✓</xsl:when>
      <xsl:when test="$value = 'conditional' or $value = 'waived' or $value = 'undecided'">▲</xsl:when>
      <xsl:when test="$value = 'attested'">◆</xsl:when>
      <xsl:when test="$value = 'not-fit' or $value = 'fail' or $value = 'no'">✗</xsl:when>
      <xsl:when test="$value = 'insufficient-evidence' or $value = 'unknown'">?</xsl:when>
      <xsl:otherwise>–</xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <!-- Numbers of the data, in the notation of the language. -->
  <xsl:template name="count">
    <xsl:param name="value"/>
    <xsl:choose>
      <xsl:when test="string($value) = ''">–</xsl:when>
      <xsl:otherwise><xsl:value-of select="format-number($value, concat('#', $group, '##0'), $lang)"/></xsl:otherwise>
    </xsl:choose>
  </xsl:template>
  <xsl:variable name="group">
    <xsl:choose>
      <xsl:when test="$lang = 'fr'">&#x202F;</xsl:when>
      <xsl:otherwise>,</xsl:otherwise>
    </xsl:choose>
  </xsl:variable>
  <xsl:variable name="point">
    <xsl:choose>
      <xsl:when test="$lang = 'fr'">,</xsl:when>
      <xsl:otherwise>.</xsl:otherwise>
    </xsl:choose>
  </xsl:variable>

  <xsl:template name="decimal">
    <xsl:param name="value"/>
    <xsl:param name="digits" select="'000'"/>
    <xsl:choose>
      <xsl:when test="string($value) = ''">–</xsl:when>
      <xsl:otherwise>
        <xsl:variable name="shown" select="format-number($value, concat('0', $point, $digits), $lang)"/>
        <!-- What rounds to nothing is not less than nothing. -->
        <xsl:choose>
          <xsl:when test="translate($shown, concat('-0', $point), '') = ''">
            <xsl:value-of select="translate($shown, '-', '')"/>
          </xsl:when>
          <xsl:otherwise><xsl:value-of select="translate($shown, '-', '−')"/></xsl:otherwise>
        </xsl:choose>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <!-- A literal of the data as it stands, with the language's decimal sign; a day
       and a plain answer in its words. -->
  <xsl:template name="literal">
    <xsl:param name="value"/>
    <xsl:choose>
      <xsl:when test="string($value) = ''">–</xsl:when>
      <xsl:when test="$lang = 'fr' and string(number($value)) != 'NaN'">
        <xsl:value-of select="translate($value, '.', ',')"/>
      </xsl:when>
      <xsl:when test="$value = 'yes' or $value = 'no'"><xsl:value-of select="$S[../@id = concat('answer.', $value)]"/></xsl:when>
      <xsl:when test="translate($value, '0123456789', '##########') = '####-##-##'">
        <xsl:call-template name="date"><xsl:with-param name="value" select="$value"/></xsl:call-template>
      </xsl:when>
      <xsl:otherwise><xsl:value-of select="$value"/></xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <xsl:template name="bytes">
    <xsl:param name="value"/>
    <xsl:variable name="unit">
      <xsl:choose>
        <xsl:when test="$lang = 'fr'">o</xsl:when>
        <xsl:otherwise>B</xsl:otherwise>
      </xsl:choose>
    </xsl:variable>
    <xsl:choose>
      <xsl:when test="string($value) = ''">–</xsl:when>
      <xsl:when test="$value &gt;= 1000000000">
        <xsl:value-of select="concat(format-number($value div 1000000000, concat('0', $point, '00'), $lang), '&#xA0;G', $unit)"/>
      </xsl:when>
      <xsl:when test="$value &gt;= 1000000">
        <xsl:value-of select="concat(format-number($value div 1000000, concat('0', $point, '0'), $lang), '&#xA0;M', $unit)"/>
      </xsl:when>
      <xsl:when test="$value &gt;= 1000">
        <xsl:value-of select="concat(format-number($value div 1000, concat('0', $point, '0'), $lang), '&#xA0;k', $unit)"/>
      </xsl:when>
      <xsl:otherwise><xsl:value-of select="concat($value, '&#xA0;', $unit)"/></xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <!-- "6.74 billion" reads better than ten digits; the digits are in the data. -->
  <xsl:template name="params">
    <xsl:param name="value"/>
    <xsl:variable name="billion">
      <xsl:choose>
        <xsl:when test="$lang = 'fr'">&#xA0;Md</xsl:when>
        <xsl:otherwise>&#xA0;B</xsl:otherwise>
      </xsl:choose>
    </xsl:variable>
    <xsl:choose>
      <xsl:when test="string($value) = ''">–</xsl:when>
      <xsl:when test="$value &gt;= 1000000000">
        <xsl:value-of select="concat(format-number($value div 1000000000, concat('0', $point, '00'), $lang), $billion)"/>
      </xsl:when>
      <xsl:when test="$value &gt;= 1000000">
        <xsl:value-of select="concat(format-number($value div 1000000, concat('0', $point, '0'), $lang), '&#xA0;M')"/>
      </xsl:when>
      <xsl:otherwise>
        <xsl:call-template name="count"><xsl:with-param name="value" select="$value"/></xsl:call-template>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <!-- "23 November 2026", "1er mars 2026": no reader takes the day for the
       month. What is no date stays as it is. -->
  <xsl:template name="date">
    <xsl:param name="value"/>
    <xsl:variable name="month" select="$S[../@id = concat('month.', substring($value, 6, 2))]"/>
    <xsl:choose>
      <xsl:when test="string($value) = ''">–</xsl:when>
      <xsl:when test="not($month)"><xsl:value-of select="$value"/></xsl:when>
      <xsl:otherwise>
        <xsl:value-of select="number(substring($value, 9, 2))"/>
        <xsl:if test="$lang = 'fr' and substring($value, 9, 2) = '01'">er</xsl:if>
        <xsl:value-of select="concat('&#xA0;', $month, ' ', substring($value, 1, 4))"/>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <!-- The same with the minute, of a time in UTC. -->
  <xsl:template name="time">
    <xsl:param name="value"/>
    <xsl:call-template name="date"><xsl:with-param name="value" select="$value"/></xsl:call-template>
    <xsl:choose>
      <xsl:when test="$lang = 'fr'">
        <xsl:value-of select="concat(' à ', substring($value, 12, 2), '&#xA0;h&#xA0;', substring($value, 15, 2), ' UTC')"/>
      </xsl:when>
      <xsl:otherwise><xsl:value-of select="concat(', ', substring($value, 12, 5), ' UTC')"/></xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <!-- "5 fail, 1 unknown": how many findings have each outcome. -->
  <xsl:template name="counts-in-words">
    <xsl:variable name="counts" select="/*/*[local-name() = 'verdict']/*[local-name() = 'count']"/>
    <xsl:for-each select="$counts[not(@outcome = preceding-sibling::*[local-name() = 'count']/@outcome)]">
      <xsl:variable name="outcome" select="@outcome"/>
      <xsl:if test="position() &gt; 1">, </xsl:if>
      <xsl:value-of select="concat(sum($counts[@outcome = $outcome]/@n), '&#xA0;')"/>
      <xsl:call-template name="lower">
        <xsl:with-param name="text" select="$S[../@id = concat('outcome.', $outcome)]"/>
      </xsl:call-template>
    </xsl:for-each>
  </xsl:template>

  <xsl:template name="lower">
    <xsl:param name="text"/>
    <xsl:value-of select="translate($text, 'ABCDEFGHIJKLMNOPQRSTUVWXYZÉÀ', 'abcdefghijklmnopqrstuvwxyzéà')"/>
  </xsl:template>
</xsl:stylesheet>
